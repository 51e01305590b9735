package org.billinggroups.document;

import java.util.ArrayList;
import java.util.List;

/** Puts blocks on pages, one below the other. */
final class Pages {
    static final float WIDTH = 595;
    static final float HEIGHT = 842;
    static final float LEFT = 48;
    static final float RIGHT = WIDTH - LEFT;
    static final float CONTENT_WIDTH = RIGHT - LEFT;

    static final float FIRST_TOP = 50;
    private static final float NEXT_TOP = 72;
    private static final float FOOT = 60;

    private final List<List<Placed>> pages = new ArrayList<>();
    private final float bottom;
    private float y;

    /** A block and its distance from the page's upper edge. */
    record Placed(Block block, float y) {}

    private Pages(Footer footer) {
        bottom = bottom(footer);
        pages.add(new ArrayList<>());
        y = FIRST_TOP;
    }

    /**
     * Lays the blocks out.
     *
     * @param closing blocks that start on a page of their own unless all of them fit below the others
     */
    static List<List<Placed>> of(List<Block> opening, List<Block> closing, Footer footer) {
        Pages pages = new Pages(footer);
        pages.addAll(opening);
        if (pages.y + heightOf(closing) > pages.bottom) {
            pages.turn();
        }
        pages.addAll(closing);
        return pages.pages;
    }

    /** Whether the blocks need no second page. */
    static boolean fitOnFirst(List<Block> blocks, Footer footer) {
        return FIRST_TOP + heightOf(blocks) <= bottom(footer);
    }

    private static float bottom(Footer footer) {
        return HEIGHT - FOOT - footer.height();
    }

    private void addAll(List<Block> blocks) {
        int start = 0;
        while (start < blocks.size()) {
            int end = start + 1;
            while (end < blocks.size() && blocks.get(end - 1).keepWithNext()) {
                end++;
            }
            addTogether(blocks.subList(start, end));
            start = end;
        }
    }

    private void addTogether(List<Block> blocks) {
        if (y + heightOf(blocks) > bottom && !atTop()) {
            turn();
            addRunningHeadOf(blocks.getFirst());
        }
        for (Block block : blocks) {
            if (y + block.height() > bottom && !atTop()) {
                turn();
                addRunningHeadOf(block);
            }
            add(block);
        }
    }

    private void addRunningHeadOf(Block block) {
        Block head = block.runningHead();
        if (head != null) {
            add(head.repeated());
        }
    }

    private void add(Block block) {
        if (block.isEmpty() && atTop()) {
            return;
        }
        pages.getLast().add(new Placed(block, y));
        y += block.height();
    }

    private boolean atTop() {
        return pages.getLast().isEmpty();
    }

    private void turn() {
        pages.add(new ArrayList<>());
        y = NEXT_TOP;
    }

    private static float heightOf(List<Block> blocks) {
        float height = 0;
        for (Block block : blocks) {
            height += block.height();
        }
        return height;
    }
}
