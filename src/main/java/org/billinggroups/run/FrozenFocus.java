package org.billinggroups.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** What a run freezes of the settings of FOCUS files: whoever writes them, and when, writes the same. */
@Component
@EnableConfigurationProperties({ FocusFilesSettings.class, FocusCategorySettings.class })
record FrozenFocus(FocusFilesSettings files, FocusCategorySettings categories) {
    /**
     * What is set now, as a new run notes it; null without files.
     *
     * @throws RefusedException if a setting is wrong
     */
    @Nullable
    String now() {
        return files.isOn() ? FrozenJson.write(FocusRules.of(categories.serviceCategory()).categories()) : null;
    }

    /** What a run has noted. */
    static @Nullable FocusRules of(ResultSet run) throws SQLException {
        @Nullable
        String noted = run.getString("focus");
        return noted == null ? null : new FocusRules(FrozenJson.readTags(noted));
    }
}
