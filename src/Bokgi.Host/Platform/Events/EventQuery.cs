using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Events;

/// <summary>Which events to send, and after which one to start.</summary>
internal sealed record EventQuery
{
    private const int MaximumTopics = 50;
    private const string IdHeader = "Last-Event-ID";
    private const string IdParameter = "last_event_id";

    [FromQuery(Name = "topics")]
    [Description(
        "Up to 50 topics, separated by commas: a word and an ID (task:ID), or a word alone for all topics of that kind (task); all topics if absent"
    )]
    public string? Topics { get; init; }

    [FromHeader(Name = IdHeader)]
    [Description("The id of the last event that the client has received, which a browser sends when it reconnects; later events follow")]
    public string? LastEventId { get; init; }

    [FromQuery(Name = IdParameter)]
    [Description("The same as Last-Event-ID, for clients that cannot send a header; the header takes precedence")]
    public string? LastEventIdInQuery { get; init; }

    /// <summary>Validates every parameter.</summary>
    /// <returns>
    /// The topics (an empty set means all), and the number of the last event that the client received (null if it starts now).
    /// </returns>
    /// <exception cref="InvalidInputException">A parameter is invalid; the message names all invalid parameters.</exception>
    public (IReadOnlySet<string> Topics, long? After) Read()
    {
        var errors = new InputErrors();
        var topics = ReadTopics(errors);
        var after = LastEventId is { Length: > 0 }
            ? ReadId(LastEventId, IdHeader, errors)
            : ReadId(LastEventIdInQuery, IdParameter, errors);
        errors.ThrowIfAny();
        return (topics, after);
    }

    private HashSet<string> ReadTopics(InputErrors errors)
    {
        if (Topics is null)
            return [];
        var topics = Topics.Split(',').ToHashSet(StringComparer.Ordinal);
        foreach (var wrong in topics.Where(topic => !EventNames.IsTopic(topic)).Take(3))
            errors.Add(
                "topics",
                $"'{Problems.SanitizeForMessage(wrong)}' is not a topic; give a word (tickers), or a word and an ID (task:ID), with at most {EventNames.MaximumLength} characters"
            );
        if (topics.Count > MaximumTopics)
            errors.Add("topics", $"{topics.Count} topics are too many; give at most {MaximumTopics}, or words alone");
        return topics;
    }

    private static long? ReadId(string? text, string field, InputErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(
            field,
            $"{field} cannot be '{Problems.SanitizeForMessage(text)}'; give the id of an event, or leave it out to begin now"
        );
        return null;
    }
}
