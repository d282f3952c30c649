package io.jenkins.plugins.k8sdag.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {
    @Test
    void wideLettersCountTwiceAndMarksNot() {
        assertThat(TextWidth.of("abc")).isEqualTo(3);
        assertThat(TextWidth.of("日本")).isEqualTo(4);
        assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.of("✓")).isEqualTo(1);
    }

    @Test
    void cutTextEndsInAnEllipsisAndFits() {
        assertThat(TextWidth.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(TextWidth.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(TextWidth.cut("日本語", 4)).isEqualTo("日…");
        assertThat(TextWidth.cut("abc", 0)).isEmpty();
    }

    @Test
    void aLogCannotMoveTheCursor() {
        assertThat(TextWidth.calm("10%\r50%\r100%")).isEqualTo("100%");
        assertThat(TextWidth.calm("done\r")).isEqualTo("done");
        assertThat(TextWidth.calm("\u001b[2J\u001b[31mred\u001b[0m\u0007"))
                .isEqualTo("\u001b[31mred\u001b[0m\u001b[0m");
        assertThat(TextWidth.calm("\u001b]0;title")).isEqualTo("]0;title");
        assertThat(TextWidth.calm("")).isEmpty();
    }

    @Test
    void linesAreBrokenBetweenWordsAndIndented() {
        assertThat(TextWidth.wrap("  label  one two three", 14, 9))
                .containsExactly("  label  one", "         two", "         three");
        assertThat(TextWidth.wrap("  label  averyveryverylongword", 14, 9))
                .containsExactly("  label  averyveryverylongword");
        assertThat(TextWidth.wrap("as it is", 0, 2)).containsExactly("as it is");
    }

    @Test
    void sentencesBecomePartsOfOthers() {
        assertThat(TextWidth.inline("It failed.")).isEqualTo("It failed");
        assertThat(TextWidth.inline("two\nlines")).isEqualTo("two lines");
    }
}
