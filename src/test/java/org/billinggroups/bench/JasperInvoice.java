package org.billinggroups.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.joda.money.Money;

/**
 * The invoice by JasperReports: a template that is compiled once, filled from the invoice and written as PDF. Its
 * libraries are apart from ours, since it needs OpenPDF 1; {@code jobs/bench} puts them into a folder.
 */
final class JasperInvoice {
    private static final Path LIBRARIES = Path.of("target", "jasperreports");
    private static final String FOLDER = "/bench/jasperreports/";
    private static final String FONT = "/liberation/LiberationSans-Regular.ttf";

    private final URLClassLoader libraries;
    private final Object template;
    private final Constructor<?> lines;
    private final Method fill;
    private final Method write;

    /** Compiles the template. */
    JasperInvoice() throws Exception {
        libraries = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader());
        var compile = load("JasperCompileManager").getMethod("compileReport", InputStream.class);
        template = within(() -> {
            try (var in = JasperInvoice.class.getResourceAsStream(FOLDER + "invoice.jrxml")) {
                return compile.invoke(null, in);
            }
        });
        lines = load("data.JRMapCollectionDataSource").getConstructor(Collection.class);
        fill = load("JasperFillManager").getMethod("fillReport", load("JasperReport"), Map.class,
                load("JRDataSource"));
        write = load("JasperExportManager").getMethod("exportReportToPdf", load("JasperPrint"));
    }

    static boolean isThere() {
        return Files.isDirectory(LIBRARIES);
    }

    /** The libraries, our fonts, and the folder that tells of them. */
    private static URL[] urls() throws IOException {
        List<URL> urls = new ArrayList<>();
        try (var jars = Files.list(LIBRARIES)) {
            for (var jar : jars.sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        var font = Objects.requireNonNull(JasperInvoice.class.getResource(FONT)).openConnection();
        urls.add(((JarURLConnection) font).getJarFileURL());
        urls.add(JasperInvoice.class.getResource(FOLDER));
        return urls.toArray(URL[]::new);
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return libraries.loadClass("net.sf.jasperreports.engine." + name);
    }

    byte[] render(Invoice invoice) throws Exception {
        return (byte[]) within(() -> {
            var rows = invoice.lines().stream().map(JasperInvoice::row).toList();
            var filled = fill.invoke(null, template, parameters(invoice), lines.newInstance(rows));
            return write.invoke(null, filled);
        });
    }

    /** Jasper looks for its parts by the class loader of the thread. */
    private Object within(Callable<Object> work) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(libraries);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, Object> parameters(Invoice invoice) {
        var seller = invoice.seller();
        var buyer = invoice.buyer();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("NUMBER", invoice.number());
        parameters.put("SELLER", seller.name());
        parameters.put("SELLER_ADDRESS", text(seller.addressLines(), seller.zipCode() + " " + seller.city() + " "
                + seller.countryCode(), "VAT ID " + seller.vatId(), seller.email()));
        parameters.put("BUYER", buyer.company());
        parameters.put("BUYER_ADDRESS", text(buyer.addressLines(), buyer.zipCode() + " " + buyer.city(),
                buyer.countryCode(), "VAT ID " + buyer.vatId()));
        parameters.put("FACTS", text(List.of(), invoice.number(), invoice.issueDate(), invoice.dueDate(),
                invoice.period(), invoice.groupName(), invoice.accountId(), buyer.purchaseOrder(),
                buyer.buyerReference()));
        parameters.put("DUE_DATE", invoice.dueDate());
        parameters.put("CURRENCY", invoice.currency().getCode());
        parameters.put("NET", invoice.netTotal().getAmount());
        parameters.put("TAX", invoice.taxTotal().getAmount());
        parameters.put("TOTAL", invoice.total().getAmount());
        parameters.put("AMOUNT_DUE", invoice.amountDue().getAmount());
        parameters.put("EXTRA_TEXT", buyer.extraText());
        parameters.put("PAYMENT", text(List.of(), seller.name(), seller.iban(), seller.bic(), invoice.number()));
        var projects = projects(invoice);
        parameters.put("PROJECTS", String.join("\n", projects.keySet()));
        parameters.put("PROJECT_LINES", text(projects.values().stream().map(lines -> lines.size() + "").toList()));
        parameters.put("PROJECT_AMOUNTS", text(projects.values().stream().map(JasperInvoice::sum).toList()));
        return parameters;
    }

    private static String text(List<String> texts, Object... more) {
        return Stream.concat(texts.stream(), Stream.of(more)).map(String::valueOf).collect(Collectors.joining("\n"));
    }

    private static Map<String, List<InvoiceLine>> projects(Invoice invoice) {
        return invoice.lines().stream()
                .collect(Collectors.groupingBy(line -> String.valueOf(line.project()), LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String sum(List<InvoiceLine> lines) {
        return Money.total(lines.stream().map(InvoiceLine::amount).toList()).getAmount().toPlainString();
    }

    private static Map<String, Object> row(InvoiceLine line) {
        Map<String, Object> row = new HashMap<>();
        row.put("project", line.project());
        row.put("tags", line.tags().toString());
        row.put("description", line.description());
        row.put("sku", line.service() + " · " + line.sku());
        row.put("quantity", line.quantity());
        row.put("unit", line.unit());
        row.put("price", line.priceNote());
        row.put("rate", line.taxRate());
        row.put("amount", line.amount().getAmount());
        return row;
    }
}
