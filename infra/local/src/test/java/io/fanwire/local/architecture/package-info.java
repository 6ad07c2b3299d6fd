/** What the platform must look like, whatever it does: arrows between modules, names, versions of libraries. */
@NullMarked
package io.fanwire.local.architecture;

import org.jspecify.annotations.NullMarked;
