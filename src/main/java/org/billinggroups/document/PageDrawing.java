package org.billinggroups.document;

import java.awt.Color;
import java.util.List;
import java.util.Objects;
import org.billinggroups.invoicing.Invoice;
import org.jspecify.annotations.Nullable;

/** Draws one page after the other, each with its number and, on what is not issued, a warning. */
final class PageDrawing {
    private static final float HEAD_Y = 42;
    private static final float FOOT_Y = Pages.HEIGHT - 32;
    private static final float FOOT_RULE_Y = Pages.HEIGHT - 46;
    private static final float HAIRLINE = 0.5f;
    private static final float WATERMARK_SIZE = 150;
    private static final float WATERMARK_WIDTH = 640;

    private final Invoice invoice;
    private final DocumentType type;
    private final Wording words;
    private final ContentStream canvas;
    private final Color accent;
    private @Nullable Style style;
    private @Nullable Color color;

    PageDrawing(Invoice invoice, ContentStream canvas) {
        this.invoice = invoice;
        this.type = DocumentType.of(invoice);
        this.words = Wording.of(invoice);
        this.canvas = canvas;
        var own = invoice.seller().accentColor();
        this.accent = own == null ? Palette.ACCENT : Color.decode(own);
    }

    void draw(List<Pages.Placed> blocks, int page, int pages) {
        color = null;
        Block frame = frame(page, pages);
        if (page == 1) {
            Logo.of(invoice).ifPresent(logo -> canvas.picture(Logo.NAME, Pages.LEFT,
                    Pages.HEIGHT - Pages.FIRST_TOP - logo.height(), logo.width(), logo.height()));
        }
        var mark = type.mark(words);
        if (mark != null) {
            watermark(mark);
        }
        areas(frame, 0);
        blocks.forEach(placed -> areas(placed.block(), placed.y()));
        canvas.beginText();
        style = null;
        texts(frame, 0);
        blocks.forEach(placed -> texts(placed.block(), placed.y()));
        canvas.endText();
    }

    private Block frame(int page, int pages) {
        Block.Draft frame = new Block.Draft();
        String title = type.shortName(invoice, words);
        if (type.isMarked()) {
            frame.moveTo(26).text(0, Style.ALERT, type.notice(words));
        }
        if (page > 1) {
            frame.moveTo(HEAD_Y).text(0, Style.LABEL, title);
            frame.textEndingAt(Pages.CONTENT_WIDTH, Style.SMALL, fitting(words.month(invoice.period()) + "  ·  "
                    + Objects.requireNonNullElse(invoice.buyer().company(), invoice.groupName())));
            frame.moveTo(HEAD_Y + 7).rule(0, Pages.CONTENT_WIDTH, HAIRLINE, Palette.HAIRLINE);
        }
        frame.moveTo(FOOT_RULE_Y).rule(0, Pages.CONTENT_WIDTH, HAIRLINE, Palette.HAIRLINE);
        frame.moveTo(FOOT_Y).text(0, Style.SMALL, fitting(title + "  ·  " + invoice.seller().name()));
        frame.textEndingAt(Pages.CONTENT_WIDTH, Style.SMALL, words.page(page, pages));
        return frame.block();
    }

    /** The text as far as it fits in one line beside another short one. */
    private static String fitting(String text) {
        return LineBreaks.shortened(text, Style.SMALL, Pages.CONTENT_WIDTH * 2 / 3);
    }

    private void areas(Block block, float top) {
        for (Block.Area area : block.areas()) {
            use(shade(area.color()));
            canvas.filledRectangle(Pages.LEFT + area.x(), Pages.HEIGHT - top - area.y() - area.height(), area.width(),
                    area.height());
        }
    }

    private void texts(Block block, float top) {
        for (Block.Text text : block.texts()) {
            use(text.style());
            canvas.moveTo(Pages.LEFT + text.x(), Pages.HEIGHT - top - text.y());
            show(text.text(), text.style().typeface(), text.style().size());
        }
    }

    /** Shows a text, letters that its typeface lacks in the fall-back's. */
    private void show(String text, Typeface typeface, float size) {
        if (typeface.covers(text)) {
            canvas.show(text);
            return;
        }
        for (var run : typeface.runs(text)) {
            canvas.font(run.font(), size);
            canvas.show(run.text());
        }
        canvas.font(typeface.font(), size);
    }

    private void use(Style next) {
        if (next != style) {
            canvas.font(next.typeface().font(), next.size());
        }
        use(shade(next.color()));
        style = next;
    }

    private void use(Color next) {
        if (!next.equals(color)) {
            canvas.fillColor(next);
        }
        color = next;
    }

    /** The seller's own colour stands for the usual accent. */
    private Color shade(Color color) {
        if (accent.equals(Palette.ACCENT)) {
            return color;
        }
        return color.equals(Palette.ACCENT) ? accent : color.equals(Palette.BAR) ? Palette.lighter(accent) : color;
    }

    private void watermark(String mark) {
        float size = Math.min(WATERMARK_SIZE,
                WATERMARK_SIZE * WATERMARK_WIDTH / Typeface.BOLD.width(mark, WATERMARK_SIZE));
        canvas.beginText();
        use(Palette.WATERMARK);
        canvas.font(Typeface.BOLD.font(), size);
        float half = Typeface.BOLD.width(mark, size) / 2 * (float) Math.sqrt(0.5);
        canvas.riseFrom(Pages.WIDTH / 2 - half + 40, Pages.HEIGHT / 2 - half - 40);
        show(mark, Typeface.BOLD, size);
        canvas.endText();
    }
}
