package org.ocellus.app.answer;

import org.ocellus.query.Hits;

/** A question and what an index says to it, while that index is open. */
public record Answer(Question question, Hits hits) {}
