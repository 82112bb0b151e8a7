package org.ocellus.index;

/** How closely verifying looks at the files that pictures came from. */
public enum SourceCheck {
  /** Not at all. */
  NONE,
  /** Whether they are there, of the same size and modification time. */
  ATTRIBUTES,
  /** Whether they are there and their SHA-256 is the same, which reads them whole. */
  CONTENT
}
