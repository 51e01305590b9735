package org.billinggroups.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.rating.RatingFuzz;
import org.billinggroups.usage.UsageCsvFuzz;
import org.junit.jupiter.api.Test;

/**
 * Looks for inputs that break the readers and the rater, guided by which code each input reaches.
 * {@code -Dfuzz.seconds=N} sets for how long. An input that breaks something stays in {@code target/fuzz}.
 */
class FuzzIT {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 8);
    private static final String USAGE = """
            usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category,description
            u-1,shop,Compute,vm,2.5,hour,2026-10-31T00:00:00Z,2026-11-01T02:30:00Z,-1.25E-3,USD,credit,"Good ""will"" of May"
            """;
    private static final String FOCUS = """
            SubAccountId,ServiceName,BilledCost,BillingCurrency,BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,\
            ChargeCategory,PricingQuantity,PricingUnit,SkuId,ChargeClass
            a,S,1E-9,USD,2024-09-01 00:00:00,2024-08-31 23:00:00,2024-12-01T00:00:00Z,Usage,NULL,,k,Correction
            """;
    private static final String PRICES = """
            \1\2\3\4\0sku,graduated,EUR,hour,10,0.05,1,,,billing_group,line:1,2026-01-01
            sku,graduated,EUR,hour,,0.01,2,,,billing_group,line:1,2026-01-01
            """;

    @Test
    void readerOfUsageFilesReadsOrRefusesWhateverComes() throws IOException {
        fuzz(UsageCsvFuzz.class, USAGE, FOCUS);
    }

    @Test
    void raterRatesOrRefusesWhateverComes() throws IOException {
        fuzz(RatingFuzz.class, PRICES);
    }

    private static void fuzz(Class<?> target, String... examples) throws IOException {
        var folder = Path.of("target", "fuzz", target.getSimpleName());
        Files.createDirectories(folder);
        for (int i = 0; i < examples.length; i++) {
            Files.writeString(folder.resolve("example-" + i), examples[i]);
        }
        var ended = BillingProcess.start(Map.of(), List.of("-Xmx512m", "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED"),
                List.of("--target_class=" + target.getName(), "--instrumentation_includes=org.billinggroups.**",
                        "--reproducer_path=" + folder.getParent(), "-artifact_prefix=" + folder.getParent() + "/",
                        "-seed=1", "-max_total_time=" + SECONDS, folder.toString()),
                Jazzer.class).await();
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("Done ");
    }
}
