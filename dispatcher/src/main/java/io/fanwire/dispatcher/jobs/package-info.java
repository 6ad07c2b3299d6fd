/** This process's copy of the jobs that owners of partitions have to work on. */
@NullMarked
package io.fanwire.dispatcher.jobs;

import org.jspecify.annotations.NullMarked;
