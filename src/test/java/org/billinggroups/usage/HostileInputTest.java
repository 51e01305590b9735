package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.billinggroups.cli.CommandTest;
import org.junit.jupiter.api.Test;

/** Whatever comes as a usage file is accepted as it is or refused with place and reason; nothing is kept half. */
class HostileInputTest extends CommandTest {
    private List<String> write(String prefix, Map<String, byte[]> files) throws IOException {
        List<String> paths = new ArrayList<>(List.of("import", "--data-dir", folder.toString()));
        for (var file : files.entrySet()) {
            var path = folder.resolve(prefix + " " + file.getKey() + ".csv");
            Files.write(path, file.getValue());
            paths.add(path.toString());
        }
        return paths;
    }

    @Test
    void acceptsWhatOnlyLooksOdd() throws IOException {
        var files = HostileFiles.odd();
        var ended = billing(0, write("odd", files).toArray(String[]::new));
        assertThat(ended.err()).isEmpty();
        assertThat(database.jdbc().sql("SELECT count(*) FROM usage_file").query(Integer.class).single())
                .isEqualTo(files.size());
        assertThat(database.jdbc().sql("SELECT count(DISTINCT usage_id) FROM usage_record").query(Integer.class)
                .single()).isEqualTo(files.size() - 1);
    }

    @Test
    void refusesWhatIsWrongAndKeepsNothing() throws IOException {
        var files = HostileFiles.wrong();
        assertThat(files.size() + HostileFiles.odd().size()).isGreaterThan(100);
        var ended = billing(20, write("wrong", files).toArray(String[]::new));
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("\tat ", "Exception");
        assertThat(files.keySet()).allSatisfy(name -> assertThat(ended.err()).contains("wrong " + name + ".csv"));
        assertThat(ended.err().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(2000));
        assertThat(database.jdbc().sql("SELECT count(*) FROM usage_file").query(Integer.class).single()).isZero();
        assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record").query(Integer.class).single()).isZero();
    }
}
