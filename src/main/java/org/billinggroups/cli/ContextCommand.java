package org.billinggroups.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A command that needs the application context: its constructor's parameters are beans. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ContextCommand {
}
