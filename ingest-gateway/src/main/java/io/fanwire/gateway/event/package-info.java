/** Requests to events: JSON, NDJSON and CloudEvents, checked strictly, their data untouched. */
@NullMarked
package io.fanwire.gateway.event;

import org.jspecify.annotations.NullMarked;
