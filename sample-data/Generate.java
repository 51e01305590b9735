import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the usage files of the sample company. Its output is committed; run it again only to change it:
 *
 * <pre>
 * java sample-data/Generate.java
 * </pre>
 *
 * <p>The same each time. July is plain; August is compressed, has its columns in another order and a byte order mark;
 * September has times with offsets. One record crosses from August to September and one from September to October.
 */
public final class Generate {
    private static final Path FOLDER = Path.of("sample-data", "usage");
    private static final String HEADER =
            "usage_id,project,service,sku,quantity,unit,started_at,ended_at,amount,currency,category,description";
    private static final int[] AUGUST_ORDER = { 1, 0, 6, 7, 2, 3, 4, 5, 11, 10, 8, 9 };

    private record Project(String id, String currency, double size) {}

    private static final List<Project> PROJECTS = List.of(
            new Project("shop-prod", "EUR", 3.0), new Project("shop-staging", "EUR", 0.6),
            new Project("pos-backend", "EUR", 1.6), new Project("loyalty", "EUR", 0.8),
            new Project("data-lake", "EUR", 2.2), new Project("shop-de", "EUR", 1.8), new Project("lager-de", "EUR", 0.9),
            new Project("analytics-de", "EUR", 1.2), new Project("kasse-de", "EUR", 0.7),
            new Project("shop-uk", "GBP", 1.5), new Project("depot-uk", "GBP", 0.8), new Project("hr-uk", "GBP", 0.3),
            new Project("genome-pipeline", "USD", 2.6), new Project("image-archive", "USD", 1.0),
            new Project("notebook-hub", "USD", 0.7), new Project("simulation", "USD", 1.9),
            new Project("website", "USD", 0.2), new Project("ml-training", "USD", 1.1), new Project("backups", "USD", 0.5),
            new Project("tokyo-lab", "JPY", 1.0));

    private record Sku(String service, String name, String unit, double daily, int decimals) {}

    private static final List<Sku> SKUS = List.of(
            new Sku("Compute", "vm-small", "hour", 40, 2), new Sku("Compute", "vm-large", "hour", 22, 3),
            new Sku("Compute", "gpu-a", "hour", 3, 4), new Sku("Kubernetes", "k8s-cluster", "node", 0.15, 0),
            new Sku("Network", "egress", "GB", 60, 6), new Sku("Network", "cdn", "GB", 90, 3),
            new Sku("Storage", "storage-standard", "GB-month", 12, 4), new Sku("Storage", "storage-snapshots", "GB-month", 5, 4),
            new Sku("Storage", "storage-archive", "GB-month", 60, 4), new Sku("Databases", "db-standard", "hour", 24, 2),
            new Sku("Gateway", "requests", "request", 260_000, 0), new Sku("Functions", "functions", "invocation", 90_000, 0),
            new Sku("Monitoring", "monitoring", "host", 0.7, 0));

    private final Random random;
    private final YearMonth month;
    private final List<String[]> rows = new ArrayList<>();

    private Generate(YearMonth month) {
        this.month = month;
        this.random = new Random(month.getMonthValue() * 1_000_003L);
    }

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(FOLDER);
        for (int number = 7; number <= 9; number++) {
            new Generate(YearMonth.of(2026, number)).write();
        }
    }

    private void write() throws IOException {
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            for (var project : PROJECTS) {
                for (var sku : SKUS) {
                    addUsage(day, project, sku);
                }
            }
        }
        addSpecialRows();
        boolean august = month.getMonthValue() == 8;
        var text = new StringBuilder(august ? "\uFEFF" : "");
        rows.add(0, HEADER.split(","));
        for (var row : rows) {
            text.append(line(row, august)).append('\n');
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var file = FOLDER.resolve(month + ".csv" + (august ? ".gz" : ""));
        try (OutputStream out = august ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
            out.write(bytes);
        }
    }

    /** Not every project uses everything every day. */
    private void addUsage(int day, Project project, Sku sku) {
        boolean uses = Math.floorMod((project.id() + sku.name()).hashCode(), 10) < 8;
        if (!uses || random.nextInt(10) == 0) {
            return;
        }
        double used = sku.daily() * project.size() * (0.6 + 0.8 * random.nextDouble());
        var quantity = BigDecimal.valueOf(used).setScale(sku.decimals(), java.math.RoundingMode.HALF_UP);
        if (quantity.signum() == 0 && sku.decimals() == 0) {
            return;
        }
        var start = month.atDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        add(project.id(), sku, quantity.toPlainString(), start, start.plusSeconds(86_400), "");
    }

    private void add(String project, Sku sku, String quantity, Instant start, Instant end, String description) {
        rows.add(new String[] { id(), project, sku.service(), sku.name(), quantity, sku.unit(), time(start), time(end), "", "",
                "", description });
    }

    private void addSpecialRows() {
        var tenth = month.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant();
        var vm = SKUS.get(0);
        var egress = SKUS.get(4);
        add("shop-prod", vm, "20.5", tenth, tenth.plusSeconds(73_800), "Kassa-ajo, erä \"A\"");
        add("shop-prod", vm, "0.666666666667", tenth, tenth.plusSeconds(2_400), "");
        add("pos-backend", egress, "1.86E-8", tenth, tenth, "");
        add("pos-backend", egress, "-12.5", tenth, tenth, "Correction of 9th, counted twice");
        add("shop-de", egress, "3.5e1", tenth, tenth.plusSeconds(60), "Übertragung Lager, Köln");
        add("loyalty", new Sku("Services", "training-day", "day", 0, 0), "1", tenth, tenth.plusSeconds(28_800), "");
        add("data-lake", new Sku("Services", "support-seat", "seat", 0, 0), "7", tenth, tenth, "");
        rows.add(new String[] { id(), "genome-pipeline", "Marketplace", "reference-data", "1", "month", time(tenth), time(tenth),
                "349.00", "USD", "purchase", "Reference data set, monthly" });
        rows.add(new String[] { id(), "shop-uk", "Marketplace", "goodwill", "1", "each", time(tenth), time(tenth), "-15.255",
                "GBP", "credit", "Goodwill for the outage" });
        if (month.getMonthValue() >= 8) {
            var lastEvening = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(7_200);
            add("simulation", vm, "10", lastEvening, lastEvening.plusSeconds(36_000), "Run over the end of the month");
        }
    }

    private String id() {
        return "%s-%06d".formatted(month, rows.size() + 1);
    }

    /** September's meter writes the time of Helsinki. */
    private String time(Instant instant) {
        return month.getMonthValue() == 9 ? instant.atOffset(ZoneOffset.ofHours(3)).toString().replaceFirst("T(\\d\\d:\\d\\d)\\+", "T$1:00+")
                : instant.toString();
    }

    private static String line(String[] cells, boolean reordered) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            var cell = cells[reordered ? AUGUST_ORDER[i] : i];
            text.add(cell.contains(",") || cell.contains("\"") ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return String.join(",", text);
    }
}
