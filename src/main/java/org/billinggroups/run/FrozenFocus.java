package org.billinggroups.run;

import java.util.Optional;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a run freezes of the settings of FOCUS files: whoever writes them, and when, writes the same. */
@Repository
@EnableConfigurationProperties({ FocusFilesSettings.class, FocusCategorySettings.class })
public record FrozenFocus(JdbcClient jdbc, FocusFilesSettings files, FocusCategorySettings categories) {
    /**
     * Freezes what is set now, in the caller's transaction.
     *
     * @throws RefusedException if a setting is wrong
     */
    public void freeze(long runId) {
        if (files.isOn()) {
            jdbc.sql("UPDATE invoicing_run SET focus = ?::jsonb WHERE id = ?")
                    .params(FrozenJson.write(FocusRules.of(categories.serviceCategory()).categories()), runId)
                    .update();
        }
    }

    /** How a run writes its FOCUS files; empty if it writes none. */
    public Optional<FocusRules> of(long runId) {
        return jdbc.sql("SELECT focus::text FROM invoicing_run WHERE id = ? AND focus IS NOT NULL").param(runId)
                .query(String.class).optional().map(json -> new FocusRules(FrozenJson.readTags(json)));
    }
}
