/** The application: it starts the command line. Everything else lives in the feature packages below. */
@NullMarked
package org.billinggroups;

import org.jspecify.annotations.NullMarked;
