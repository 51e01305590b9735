package org.billinggroups.run;

import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether there are FOCUS files.
 *
 * @param focus {@code on} if runs and estimates write them, else {@code off}
 */
@ConfigurationProperties("billing")
record FocusFilesSettings(@DefaultValue("off") String focus) {
    boolean isOn() {
        if (!focus.equals("on") && !focus.equals("off")) {
            throw new RefusedException("billing.focus '" + focus + "': expected on or off");
        }
        return focus.equals("on");
    }
}
