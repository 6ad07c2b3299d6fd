package io.fanwire.local.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one run of the demo is asked for.
 *
 * @param once ends by itself after the summary
 * @param redraw progress is a table drawn in place; otherwise a line now and then
 * @param data a folder to keep; empty: a temporary one
 */
public record DemoOptions(int events, boolean once, boolean redraw, boolean json, Optional<Path> data) {}
