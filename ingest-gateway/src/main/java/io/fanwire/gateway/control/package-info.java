/** The control API: one class of routes per resource, and what keeps them. */
@NullMarked
package io.fanwire.gateway.control;

import org.jspecify.annotations.NullMarked;
