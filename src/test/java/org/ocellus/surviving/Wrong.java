package org.ocellus.surviving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;

/** Calls that break a contract. */
final class Wrong {
  private Wrong() {}

  /** A test that this call is refused so, with a message that has these parts. */
  static DynamicTest call(
      String what, ThrowingCallable call, Class<? extends Throwable> refusal, String... parts) {
    return DynamicTest.dynamicTest(
        what, () -> assertThatThrownBy(call).isInstanceOf(refusal).hasMessageContainingAll(parts));
  }

  /** A test that this argument must not be null. */
  static DynamicTest withoutArgument(String name, ThrowingCallable call) {
    return call(name + " is null", call, NullPointerException.class, name);
  }

  /** A test that this call is refused for its arguments. */
  static DynamicTest argument(String what, ThrowingCallable call, String... parts) {
    return call(what, call, IllegalArgumentException.class, parts);
  }
}
