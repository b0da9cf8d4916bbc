using System.ComponentModel.DataAnnotations;
using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>What a person may say of a run. An absent field stays as it is; null clears it.</summary>
/// <example>{"description":"Before the halving","tags":["study"]}</example>
internal sealed record RunDescription
{
    public const int MaximumText = 2_000;
    public const int MaximumTags = 50;

    /// <summary>A note; empty or null for none.</summary>
    [MaxLength(MaximumText)]
    public string? Description
    {
        get;
        init => field = value ?? string.Empty; // only a field that is given is set: what stays null was absent
    }

    /// <summary>Tags in place of those there are.</summary>
    [MaxLength(MaximumTags)]
    public IReadOnlyList<string>? Tags
    {
        get;
        init => field = value ?? [];
    }

    /// <summary>Tells what cannot be kept.</summary>
    public void Check(InputErrors errors)
    {
        // PostgreSQL keeps no NUL.
        if (Description?.Length > MaximumText || Description?.Contains('\0', StringComparison.Ordinal) == true)
            errors.Add("description", $"description is longer than {MaximumText} characters or holds a NUL; shorten it or leave that out");
        if (Tags?.Count > MaximumTags)
            errors.Add("tags", $"tags are {Tags.Count}; give at most {MaximumTags}");
        else if (Tags?.Any(tag => tag is not { Length: > 0 and <= 100 } || tag.Contains('\0', StringComparison.Ordinal)) == true)
            errors.Add("tags", "a tag is empty, longer than 100 characters or holds a NUL; give words");
    }
}
