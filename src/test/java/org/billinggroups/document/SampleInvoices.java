package org.billinggroups.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.Reminders;
import org.billinggroups.account.Seller;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.InvoiceState;
import org.billinggroups.invoice.LineType;
import org.billinggroups.invoice.SellerTax;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Invoices for tests, made line by line; each call of {@link #invoice()} gives a checked invoice. */
public final class SampleInvoices {
    /** A file of all lines. */
    static final LinesFile LINES = new LinesFile("INV-2026-000123.csv", "0".repeat(64), 30);

    private static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");
    private static final BigDecimal VAT_RATE = new BigDecimal("25.5");
    private static final List<String> SERVICES = List.of("compute", "storage", "network", "database");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> UNITS = List.of("hour", "GB-month", "GB", "request");

    private final CurrencyUnit currency;
    private final List<InvoiceLine> lines = new ArrayList<>();
    private @Nullable String number = "INV-2026-000123";
    private Invoice.@Nullable PaymentReference reference = new Invoice.PaymentReference("RF98INV2026000123", true);
    private InvoiceState unissued = InvoiceState.DRAFT;
    private TaxCategory category = TaxCategory.S;
    private BigDecimal rate = VAT_RATE;
    private @Nullable String reason;
    private String company = "Example Customer Oy";
    private @Nullable String extraText = "Cost centre 4711";
    private BigDecimal prepaid = BigDecimal.ZERO;
    private Invoice.@Nullable Correction correction;
    private boolean hidden;
    private @Nullable SellerTax sellerTax;
    private final Map<String, String> projectNames = new HashMap<>();
    private String language = "en";
    private @Nullable String accent;
    private @Nullable String logo;
    private @Nullable String sellerVatId = "FI01120389";
    private @Nullable String taxNumber;
    private String iban = "FI2112345600000785";
    private String country = "FI";
    private @Nullable String vatId = "FI12345671";
    private BillingPeriod period = OCTOBER;
    private Map<String, ?> sellerFields = Map.of();
    private Map<String, ?> buyerFields = Map.of();
    private final Map<TaxCategory, @Nullable String> reasons = new EnumMap<>(TaxCategory.class);

    private SampleInvoices(CurrencyUnit currency) {
        this.currency = currency;
    }

    /** An invoice without lines yet. */
    public static SampleInvoices in(String currency) {
        return new SampleInvoices(CurrencyUnit.of(currency));
    }

    /** What a project is called. */
    SampleInvoices named(String project, String name) {
        projectNames.put(project, name);
        return this;
    }

    /** An issued invoice with so many usage lines, spread evenly over the projects. */
    public static Invoice withLines(int lines, int projects) {
        SampleInvoices sample = in("EUR");
        for (int i = 0; i < lines; i++) {
            sample.usage("project-" + (char) ('a' + i * projects / lines % 26) + "-" + i * projects / lines, i);
        }
        return sample.invoice();
    }

    /** Fields of the seller that are other ones, by the names of the apply file. */
    public SampleInvoices seller(Map<String, ?> fields) {
        sellerFields = fields;
        return this;
    }

    /** Fields of the buyer that are other ones, by the names of the apply file. */
    public SampleInvoices buyer(Map<String, ?> fields) {
        buyerFields = fields;
        return this;
    }

    @SuppressWarnings("unchecked")
    private static <T> T laidOver(T base, Map<String, ?> fields, Class<T> type) {
        if (fields.isEmpty()) {
            return base;
        }
        var all = new LinkedHashMap<String, Object>(JSON.readValue(FrozenJson.write(base), Map.class));
        all.putAll(fields);
        return FrozenJson.read(FrozenJson.write(all), type);
    }

    /** Makes it a draft. */
    public SampleInvoices draft() {
        number = null;
        reference = null;
        return this;
    }

    /** Makes it one of a version whose documents ask for the number. */
    public SampleInvoices paidByNumber() {
        reference = new Invoice.PaymentReference("RF98INV2026000123", false);
        return this;
    }

    /** Makes it an estimate. */
    public SampleInvoices estimate() {
        unissued = InvoiceState.ESTIMATE;
        return draft();
    }

    /** Makes it a credit note for another invoice; its lines are to be below zero. */
    public SampleInvoices correcting(String invoice, String why) {
        number = "CN-2026-000007";
        reference = null;
        correction = new Invoice.Correction(invoice, LocalDate.of(2026, 10, 2), why);
        return this;
    }

    /** Leaves usage without charge out. */
    public SampleInvoices hideZeroPriced() {
        hidden = true;
        return this;
    }

    /** Who gets it. */
    public SampleInvoices company(String name) {
        company = name;
        return this;
    }

    /** What the buyer wants to read on it. */
    public SampleInvoices extraText(String text) {
        extraText = text;
        return this;
    }

    /** What was paid before. */
    public SampleInvoices prepaid(String amount) {
        prepaid = new BigDecimal(amount);
        return this;
    }

    /** The tax total in the seller's currency. */
    public SampleInvoices sellerTax(String total) {
        sellerTax = new SellerTax(Money.parse(total), new ExchangeRate(BigDecimal.ONE, LocalDate.of(2026, 10, 30)));
        return this;
    }

    /** The tax of the lines that are added from now on. */
    public SampleInvoices taxed(TaxCategory with, String percent, @Nullable String because) {
        category = with;
        rate = new BigDecimal(percent);
        reason = because;
        return this;
    }

    /** The country of the buyer and his VAT id there. */
    public SampleInvoices buyerIn(String countryCode, @Nullable String id) {
        country = countryCode;
        vatId = id;
        return this;
    }

    /** By what the seller's tax office knows it. */
    public SampleInvoices seller(@Nullable String id, @Nullable String number) {
        sellerVatId = id;
        taxNumber = number;
        return this;
    }

    /** The seller's bank account. */
    public SampleInvoices payTo(String account) {
        iban = account;
        return this;
    }

    /** How the seller's documents look. */
    public SampleInvoices looking(String accentColor, String logoUrl) {
        accent = accentColor;
        logo = logoUrl;
        return this;
    }

    /** The language of the document. */
    public SampleInvoices language(String tag) {
        language = tag;
        return this;
    }

    /** The period of the usage lines that are added from now on. */
    public SampleInvoices usageOf(String month) {
        period = BillingPeriod.parse(month);
        return this;
    }

    /** Turns the tax over to the buyer. */
    public SampleInvoices reverseCharge() {
        category = TaxCategory.AE;
        rate = BigDecimal.ZERO;
        reason = "Reverse charge: VAT to be accounted for by the recipient (Article 196, Directive 2006/112/EC)";
        return this;
    }

    /** Adds a line of usage whose figures follow from its index. */
    public SampleInvoices usage(String project, int index) {
        BigDecimal quantity = BigDecimal.valueOf(1_234_567L * (index + 1) % 9_876_543, 3);
        BigDecimal amount = BigDecimal.valueOf(48_611L * (index + 1) % 1_000_003, currency.getDecimalPlaces());
        String service = SERVICES.get(index % SERVICES.size());
        return usage(
                new Usage(project, service, service + " usage, plan " + index % 7, quantity, amount, null, amount));
    }

    /** Adds a line of usage with a text of its own. */
    public SampleInvoices usage(String project, String description, String amount) {
        var exact = new BigDecimal(amount);
        return usage(new Usage(project, "compute", description,
                BigDecimal.TEN.multiply(BigDecimal.valueOf(exact.signum())), exact, null, exact));
    }

    /** Adds a line of usage with a quantity of its own. */
    public SampleInvoices measured(String project, String quantity, String amount) {
        var exact = new BigDecimal(amount);
        return usage(new Usage(project, "compute", "Startup-4 plan", new BigDecimal(quantity), exact, null, exact));
    }

    /** Adds a line of usage with a discount. */
    public SampleInvoices discounted(String project, String before, String amount) {
        return discounted(project, before, "5", amount);
    }

    /** Adds a line of usage with a discount of a percentage. */
    public SampleInvoices discounted(String project, String before, String percent, String amount) {
        var exact = new BigDecimal(before);
        return usage(new Usage(project, "compute", "Startup-4 plan",
                BigDecimal.TEN.multiply(BigDecimal.valueOf(exact.signum())), exact, new BigDecimal(percent),
                new BigDecimal(amount)));
    }

    /** Adds a charge of the whole group. */
    public SampleInvoices charge(String description, String amount) {
        return line(LineType.EXTRA_CHARGE, description, amount);
    }

    /** Adds a line of the whole group. */
    SampleInvoices line(LineType type, String description, String amount) {
        reasons.put(category, reason);
        lines.add(InvoiceLine.ofGroup(lines.size() + 1, type, description, Money.of(currency, new BigDecimal(amount)),
                null, category, rate, OCTOBER));
        return this;
    }

    private SampleInvoices usage(Usage usage) {
        reasons.put(category, reason);
        lines.add(new InvoiceLine(lines.size() + 1, LineType.USAGE_CHARGE, usage.project, usage.service,
                usage.service + "-startup-4", usage.description, usage.quantity,
                UNITS.get(SERVICES.indexOf(usage.service)), "0.05 per unit", currency, null, usage.before,
                Money.of(currency, usage.before), usage.percent, Money.of(currency, usage.amount), null, category, rate,
                period,
                period.start(), period.end(), Map.of("team", "data", "env", "production")));
        return this;
    }

    private record Usage(
            String project, String service, String description, BigDecimal quantity, BigDecimal before,
            @Nullable BigDecimal percent, BigDecimal amount) {}

    /** The invoice. */
    public Invoice invoice() {
        Money net = Money.zero(currency).plus(lines.stream().map(InvoiceLine::amount).toList());
        List<TaxSubtotal> taxes = taxes();
        Money tax = Money.zero(currency).plus(taxes.stream().map(TaxSubtotal::amount).toList());
        Money total = net.plus(tax);
        Money paid = Money.of(currency, prepaid);
        boolean issued = number != null;
        return new Invoice(1, number, issued ? InvoiceState.ISSUED : unissued, OCTOBER,
                laidOver(seller(), sellerFields, Seller.class), "acme",
                UUID.fromString("6f1c2a1e-0000-4000-8000-000000000001"), "Platform team",
                laidOver(buyer(), buyerFields, BillingDetails.class), currency, lines,
                taxes, net, tax, sellerTax, total, paid, total.minus(paid),
                issued ? LocalDate.of(2026, 11, 2) : null, issued ? LocalDate.of(2026, 11, 16) : null, reference,
                hidden,
                correction, projectNames);
    }

    private List<TaxSubtotal> taxes() {
        Map<List<Object>, Money> bases = new LinkedHashMap<>();
        lines.forEach(line -> bases.merge(List.of(line.taxCategory(), line.taxRate()), line.amount(), Money::plus));
        return bases.entrySet().stream().map(basis -> TaxSubtotal.of((TaxCategory) basis.getKey().get(0),
                (BigDecimal) basis.getKey().get(1), basis.getValue(), reasons.get(basis.getKey().get(0)))).toList();
    }

    private BillingDetails buyer() {
        return new BillingDetails(company, List.of("Mannerheimintie 1", "c/o Accounts payable"), "Helsinki", null,
                "00100", country, vatId, currency, List.of("ap@example.com"), List.of(), extraText, 14, language,
                "PO-2026-778", null, "0216:003712345671", "Dept 7", null, null, null, null, null, EInvoice.FACTUR_X,
                null, null, Reminders.OFF);
    }

    private Seller seller() {
        return new Seller("main", "Cloud Seller Ltd", List.of("Kaivokatu 8"), "Helsinki", "00100", "FI", sellerVatId,
                iban, "NDEAFIHH", "billing@seller.example", Seller.DEFAULT_INVOICE_SERIES,
                Seller.DEFAULT_CREDIT_NOTE_SERIES,
                CurrencyUnit.EUR, "0216:003701120389", accent, logo, taxNumber, null, null, List.of(), null, Map.of(),
                null);
    }
}
