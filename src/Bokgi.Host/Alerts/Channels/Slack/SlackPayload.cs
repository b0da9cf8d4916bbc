using System.Text.Json.Nodes;

namespace Bokgi.Host.Alerts.Channels.Slack;

/// <summary>
/// An alert as a message of Block Kit (docs.slack.dev/reference/block-kit/blocks). Fields are plain text, so that Slack does not read
/// characters such as * and _ in a value as markup.
/// </summary>
internal sealed class SlackPayload(AlertText text)
{
    private const int MaximumBlocks = 50;
    private const int MaximumHeaderLength = 150;
    private const int MaximumFieldLength = 2_000;
    private const int MaximumFieldsInSection = 10;

    // The header and the context are blocks, too.
    private const int MaximumFields = (MaximumBlocks - 2) * MaximumFieldsInSection;

    public JsonObject Create(AlertMessage message)
    {
        var title = text.TitleLine(message);
        var blocks = new JsonArray { Block("header", "text", PlainText(AlertText.Escape(title, MaximumHeaderLength))) };
        foreach (var section in message.Fields.Take(MaximumFields).Chunk(MaximumFieldsInSection))
            blocks.Add(Block("section", "fields", new JsonArray([.. section.Select(Field)])));
        blocks.Add(Block("context", "elements", new JsonArray([.. ContextLines(message).Select(PlainText)])));
        return new JsonObject { ["text"] = AlertText.Escape(title, MaximumFieldLength), ["blocks"] = blocks };
    }

    private static JsonObject Block(string type, string name, JsonNode content) => new() { ["type"] = type, [name] = content };

    // Without emoji=false Slack would turn :words: into pictures.
    private static JsonObject PlainText(string escaped) =>
        new()
        {
            ["type"] = "plain_text",
            ["text"] = escaped,
            ["emoji"] = false,
        };

    private JsonNode Field(AlertField field) =>
        PlainText(AlertText.Escape($"{text.Label(field)}\n{text.Value(field)}", MaximumFieldLength));

    private IEnumerable<string> ContextLines(AlertMessage message)
    {
        yield return AlertText.Escape(text.ContextLine(message), MaximumFieldLength);
        if (text.RepeatsLine(message) is { } repeats)
            yield return repeats;
        if (message.Fields.Count > MaximumFields)
            yield return text.TruncationNotice;
    }
}
