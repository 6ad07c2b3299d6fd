/** What every service needs below its own work: settings, life cycle, metrics, the ops listener and logs. Nothing here knows the domain. */
@NullMarked
package io.fanwire.runtime;

import org.jspecify.annotations.NullMarked;
