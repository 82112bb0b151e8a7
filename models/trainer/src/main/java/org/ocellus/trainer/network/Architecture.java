package org.ocellus.trainer.network;

/**
 * A network under a name. In a recipe the name, or the name with options, as in {@code
 * mobilenet-v2: {width: 0.5}}. Without heads, except where they are given: a training adds the one
 * that its labels need.
 */
public interface Architecture {
  /** Layer by layer. */
  NetworkSpec network();
}
