/**
 * How good a network is: measures of classification, regression and retrieval in plain Java, and
 * their evaluation of a model folder as the engine runs it.
 */
@NullMarked
package org.ocellus.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
