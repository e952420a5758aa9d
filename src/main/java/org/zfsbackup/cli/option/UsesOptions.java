package org.zfsbackup.cli.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mixins of the commands before it that mean something to a command; help shows no others. They are all accepted, as
 * the original program accepted them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface UsesOptions {
    /** Classes with {@link OptionGroup}. */
    Class<?>[] value();
}
