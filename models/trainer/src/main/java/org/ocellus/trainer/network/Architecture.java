package org.ocellus.trainer.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A network under a name: in a recipe the name, then its options. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = NetworkSpec.class, name = "layers"),
  @JsonSubTypes.Type(value = ResNet.class, name = "resnet"),
})
public interface Architecture {
  /** Layer by layer. */
  NetworkSpec network();
}
