package org.billinggroups.document;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.billinggroups.invoice.Invoice;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfStructureElement;
import org.openpdf.text.pdf.PdfWriter;

/** Draws one page after the other, each with its number and, on what is not issued, a warning. */
final class PageDrawing {
    private static final float NOTICE_Y = 26;
    private static final float HEAD_Y = 42;
    private static final float FOOT_Y = Pages.HEIGHT - 32;
    private static final float FOOT_RULE_Y = Pages.HEIGHT - 46;
    private static final float HAIRLINE = 0.5f;
    private static final float WATERMARK_SIZE = 150;
    private static final float WATERMARK_WIDTH = 640;
    private static final float SLOPE = 0.70711f;
    /** Keeps words apart for readers that do not look at places. */
    private static final char BETWEEN = ' ';
    private static final double HUNDREDTHS = 100;

    private final Invoice invoice;
    private final DocumentType type;
    private final Wording words;
    private final PdfContentByte canvas;
    private final Tags tags;
    private final Color accent;
    private @Nullable BaseFont font;
    private float size;
    private @Nullable Color color;
    private long lineX;
    private long lineY;

    PageDrawing(Invoice invoice, PdfWriter writer) {
        this.invoice = invoice;
        this.type = DocumentType.of(invoice);
        this.words = Wording.of(invoice);
        this.canvas = writer.getDirectContent();
        this.tags = new Tags(writer);
        var own = invoice.seller().accentColor();
        this.accent = own == null ? Palette.ACCENT : Color.decode(own);
    }

    void draw(List<Pages.Placed> blocks, int page, int pages) {
        font = null;
        color = null;
        var all = new ArrayList<>(blocks);
        all.addFirst(new Pages.Placed(frame(page, pages), 0));
        if (type.isMarked()) {
            var notice = new Block.Draft().moveTo(NOTICE_Y).text(0, Style.ALERT, type.notice(words));
            all.addFirst(new Pages.Placed(notice.block(Block.Kind.ASIDE), 0));
        }
        if (page == 1) {
            logo();
        }
        tags.beginArtifact();
        var mark = type.mark(words);
        if (mark != null) {
            watermark(mark);
        }
        all.forEach(placed -> areas(placed.block().areas(), placed.y()));
        tags.end();
        beginText();
        all.forEach(placed -> texts(placed.block(), placed.y()));
        canvas.endText();
    }

    private void logo() {
        Logo.of(invoice).ifPresent(logo -> {
            float top = Pages.HEIGHT - Pages.FIRST_TOP;
            tags.begin(tags.figure(invoice.seller().name(), Pages.LEFT, top - logo.height(),
                    Pages.LEFT + logo.width(), top));
            logo.draw(canvas, Pages.LEFT, top);
            tags.end();
        });
    }

    private Block frame(int page, int pages) {
        Block.Draft frame = new Block.Draft();
        String title = type.shortName(invoice, words);
        if (page > 1) {
            frame.moveTo(HEAD_Y).text(0, Style.LABEL, title);
            frame.textEndingAt(Pages.CONTENT_WIDTH, Style.SMALL, fitting(words.month(invoice.period()) + "  ·  "
                    + Objects.requireNonNullElse(invoice.buyer().company(), invoice.groupName())));
            frame.moveTo(HEAD_Y + 7).rule(0, Pages.CONTENT_WIDTH, HAIRLINE, Palette.HAIRLINE);
        }
        var footer = Footer.of(invoice.seller());
        frame.moveTo(FOOT_RULE_Y - footer.height()).rule(0, Pages.CONTENT_WIDTH, HAIRLINE, Palette.HAIRLINE);
        frame.moveTo(FOOT_Y - footer.height()).text(0, Style.SMALL, fitting(title + "  ·  " + invoice.seller().name()));
        frame.textEndingAt(Pages.CONTENT_WIDTH, Style.SMALL, words.page(page, pages));
        footer.lines().forEach(line -> frame.advance(Style.SMALL.leading()).text(0, Style.SMALL, line));
        return frame.block(Block.Kind.REPEATED);
    }

    /** The text as far as it fits in one line beside another short one. */
    private static String fitting(String text) {
        return LineBreaks.shortened(text, Style.SMALL, Pages.CONTENT_WIDTH * 2 / 3);
    }

    private void areas(List<Block.Area> areas, float top) {
        for (Block.Area area : areas) {
            use(shade(area.color()));
            fill(Pages.LEFT + area.x(), Pages.HEIGHT - top - area.y() - area.height(), area.width(), area.height());
        }
    }

    private void fill(float x, float y, float width, float height) {
        canvas.rectangle(x, y, width, height);
        canvas.fill();
    }

    private void texts(Block block, float top) {
        if (block.parts().isEmpty()) {
            return;
        }
        if (block.kind() == Block.Kind.REPEATED) {
            tags.beginArtifact();
            block.parts().forEach(part -> texts(part, top));
            tags.end();
            return;
        }
        var parent = tags.parent(block.kind());
        for (Block.Part part : block.parts()) {
            var element = tags.element(parent, part.role());
            var figure = part.figure();
            if (figure == null) {
                tagged(element, part, top);
            } else {
                tagged(tags.span(element), part, top);
                draw(figure, element, top);
            }
        }
    }

    private void tagged(PdfStructureElement element, Block.Part part, float top) {
        if (!part.texts().isEmpty()) {
            tags.begin(element);
            texts(part, top);
            tags.end();
        }
    }

    private void texts(Block.Part part, float top) {
        int after = part.texts().size();
        for (Block.Text text : part.texts()) {
            var style = text.style();
            var shown = --after > 0 ? text.text() + BETWEEN : text.text();
            boolean usual = style.typeface().isUsual(shown);
            use(shade(style.color()));
            if (usual) {
                // Colour and font in a row are a piece that comes again and again, which is deflated sooner.
                use(style.typeface().usual(), style.size());
            }
            moveTo(Pages.LEFT + text.x(), Pages.HEIGHT - top - text.y());
            if (usual) {
                canvas.showTextBasic(shown);
            } else {
                showRuns(shown, style.typeface(), style.size());
            }
        }
    }

    private void draw(Block.Figure figure, PdfStructureElement parent, float top) {
        float left = Pages.LEFT + figure.x();
        float upper = Pages.HEIGHT - top - figure.y();
        canvas.endText();
        tags.begin(tags.figure(parent, figure.meaning(), left, upper - figure.height(), left + figure.width(), upper));
        use(shade(figure.areas().getFirst().color()));
        canvas.saveState();
        canvas.concatCTM(figure.unit(), 0, 0, -figure.unit(), left, upper);
        figure.areas().forEach(area -> fill(area.x(), area.y(), area.width(), area.height()));
        canvas.restoreState();
        tags.end();
        beginText();
    }

    private void beginText() {
        canvas.beginText();
        lineX = 0;
        lineY = 0;
    }

    /** Where the next text starts: counted from the start of the last one, which makes for short numbers. */
    private void moveTo(float x, float y) {
        long newX = Math.round(x * HUNDREDTHS);
        long newY = Math.round(y * HUNDREDTHS);
        canvas.moveText((float) ((newX - lineX) / HUNDREDTHS), (float) ((newY - lineY) / HUNDREDTHS));
        lineX = newX;
        lineY = newY;
    }

    private void showRuns(String text, Typeface typeface, float points) {
        for (var run : typeface.runs(text)) {
            use(run.font(), points);
            canvas.showTextBasic(run.text());
        }
    }

    private void use(BaseFont next, float points) {
        if (next != font || points != size) {
            canvas.setFontAndSize(next, points);
            font = next;
            size = points;
        }
    }

    private void use(Color next) {
        if (!next.equals(color)) {
            canvas.setColorFill(next);
            color = next;
        }
    }

    /** The seller's own colour stands for the usual accent. */
    private Color shade(Color color) {
        if (accent.equals(Palette.ACCENT)) {
            return color;
        }
        return color.equals(Palette.ACCENT) ? accent : color.equals(Palette.BAR) ? Palette.lighter(accent) : color;
    }

    private void watermark(String mark) {
        float points = Math.min(WATERMARK_SIZE,
                WATERMARK_SIZE * WATERMARK_WIDTH / Typeface.BOLD.width(mark, WATERMARK_SIZE));
        canvas.beginText();
        use(Palette.WATERMARK);
        float half = Typeface.BOLD.width(mark, points) / 2 * SLOPE;
        canvas.setTextMatrix(SLOPE, SLOPE, -SLOPE, SLOPE, Pages.WIDTH / 2 - half + 40, Pages.HEIGHT / 2 - half - 40);
        showRuns(mark, Typeface.BOLD, points);
        canvas.endText();
    }
}
