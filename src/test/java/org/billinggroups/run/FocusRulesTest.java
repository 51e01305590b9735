package org.billinggroups.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.billinggroups.document.FocusDataset;
import org.billinggroups.file.RefusedException;
import org.junit.jupiter.api.Test;

/** Test {@link FocusRules} and its settings. */
class FocusRulesTest {
    @Test
    void knowsTheCategoriesOfTheSpecification() throws IOException {
        assertThat(FocusRules.CATEGORIES).containsExactlyInAnyOrderElementsOf(FocusDataset.categories());
    }

    @Test
    void refusesOthers() {
        assertThat(FocusRules.of(Map.of("Disks", "Storage")).category("Disks")).isEqualTo("Storage");
        assertThat(FocusRules.of(Map.of("disks", "Storage")).category("Disks")).isEqualTo("Storage");
        assertThat(FocusRules.of(Map.of("Disks", "Storage")).category("Cloud")).isEqualTo("Other");
        assertThatThrownBy(() -> FocusRules.of(Map.of("Disks", "Disk"))).isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(
                        "billing.focus.service-category.Disks 'Disk': expected one of AI and Machine Learning, ");
        assertThatThrownBy(() -> new FocusFilesSettings("yes").isOn()).isInstanceOf(RefusedException.class)
                .hasMessage("billing.focus 'yes': expected on or off");
    }
}
