@org.jspecify.annotations.NullMarked
package io.fanwire.expressions;
