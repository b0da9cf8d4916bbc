using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Bokgi.Host.Alerts.Channels.Email;

/// <summary>Creates mails from alerts and from texts. The caller adds the sender and the recipients.</summary>
internal sealed class EmailComposer(AlertText text)
{
    public MimeMessage Create(AlertMessage message) =>
        Create(text.TitleLine(message), FormatText(message), FormatHtml(message), message.Time);

    /// <param name="subject">One line.</param>
    /// <param name="body">The text.</param>
    /// <param name="html">The same as HTML; null to send only text.</param>
    /// <param name="time">When it was written.</param>
    public static MimeMessage Create(string subject, string body, string? html, DateTimeOffset time)
    {
        var mail = new MimeMessage { Subject = AlertText.ReplaceControlCharacters(subject), Date = time };
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated"); // suppresses out-of-office replies (RFC 3834)
        mail.Body = html is null
            ? CreatePart(TextFormat.Plain, body)
            : new MultipartAlternative { CreatePart(TextFormat.Plain, body), CreatePart(TextFormat.Html, html) };
        return mail;
    }

    // Base64, because relays may break long lines and characters outside ASCII.
    private static TextPart CreatePart(TextFormat format, string content)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, content);
        return part;
    }

    private string FormatText(AlertMessage message)
    {
        var lines = new List<string> { text.TitleLine(message), string.Empty };
        lines.AddRange(message.Fields.Select(field => $"{text.Label(field)}: {text.Value(field)}"));
        if (text.RepeatsLine(message) is { } repeats)
            lines.Add(repeats);
        lines.Add(string.Empty);
        lines.Add(text.ContextLine(message));
        return string.Join('\n', lines) + "\n";
    }

    private string FormatHtml(AlertMessage message)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"/></head><body>\n");
        html.Append($"<h2>{AlertText.Escape(text.TitleLine(message))}</h2>\n");
        if (message.Fields.Count > 0)
        {
            html.Append("<table cellpadding=\"4\">\n");
            foreach (var field in message.Fields)
                html.Append(
                    $"<tr><th align=\"left\" valign=\"top\">{AlertText.Escape(text.Label(field))}</th><td style=\"white-space:pre-wrap\">{AlertText.Escape(text.Value(field))}</td></tr>\n"
                );
            html.Append("</table>\n");
        }

        if (text.RepeatsLine(message) is { } repeats)
            html.Append($"<p>{AlertText.Escape(repeats)}</p>\n");
        return html.Append($"<p><small>{AlertText.Escape(text.ContextLine(message))}</small></p>\n</body></html>\n").ToString();
    }
}
