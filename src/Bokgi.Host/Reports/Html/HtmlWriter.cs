using System.Runtime.CompilerServices;

namespace Bokgi.Host.Reports.Html;

/// <summary>Writes HTML that is also well-formed XML: the literal parts of a string are markup, and inserted values are escaped.</summary>
internal sealed class HtmlWriter(TextWriter writer, ReportLanguage language)
{
    public string Localize(LocalizedText text) => language == ReportLanguage.Ko ? text.Ko : text.En;

    /// <summary>A text in the report's language, with the values inserted for <c>{0}</c>, <c>{1}</c>.</summary>
    public string Localize(LocalizedText text, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, Localize(text), values);

    /// <summary>Writes markup. The interpolated string handler writes it while the argument is evaluated.</summary>
    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] ref Markup _) => this;

    /// <summary>Writes the beginning of a table, up to its first row. The table scrolls sideways on a narrow screen.</summary>
    public void BeginTable(string tableClass, string wrapperClass, IEnumerable<LocalizedText> headings)
    {
        Write($"<div class=\"{wrapperClass}\" tabindex=\"0\"><table");
        if (tableClass.Length > 0)
            Write($" class=\"{tableClass}\"");
        Write($"><thead><tr>");
        foreach (var heading in headings)
            Write($"<th>{heading}</th>");
        Write($"</tr></thead><tbody>\n");
    }

    private void Escape(ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (Replacement(rune.Value) is { } replacement)
                writer.Write(replacement);
            else
                writer.Write(buffer[..rune.EncodeToUtf16(buffer)]);
        }
    }

    // Null if the character is written as it is. Characters that XML cannot represent become U+FFFD; EnumerateRunes has already replaced
    // unpaired surrogates.
    private static string? Replacement(int rune) =>
        rune switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\r' => "\n",
            '\t' or '\n' => null,
            < ' ' or '\x7f' or '\uFFFE' or '\uFFFF' => "\uFFFD",
            _ => null,
        };

    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly HtmlWriter html;

        public Markup(int literalLength, int formattedCount, HtmlWriter html)
        {
            _ = (literalLength, formattedCount); // the compiler passes them, but nothing needs them
            this.html = html;
        }

        public void AppendLiteral(string markup) => html.Writer.Write(markup);

        public void AppendFormatted(string? text) => html.Escape(text);

        public void AppendFormatted(LocalizedText text) => html.Escape(html.Localize(text));

        public void AppendFormatted(int number) => html.Writer.Write(number);

        /// <summary>Writes a coordinate, rounded to a tenth; 0 if it is too long for the buffer.</summary>
        public void AppendFormatted(double number)
        {
            Span<char> buffer = stackalloc char[32];
            var isWritten = number.TryFormat(buffer, out var length, "0.#", CultureInfo.InvariantCulture);
            html.Writer.Write(isWritten ? buffer[..length] : "0");
        }
    }

    private TextWriter Writer => writer;
}
