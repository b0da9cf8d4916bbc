using System.ComponentModel.DataAnnotations;

namespace Bokgi.Host.Runs;

/// <summary>The user's description of a run. An absent field stays unchanged; null clears it.</summary>
/// <example>{"description":"Before the halving","tags":["study"]}</example>
internal sealed record RunDescription
{
    public const int MaximumTextLength = 2_000;
    public const int MaximumTags = 50;

    /// <summary>A note; empty or null for none.</summary>
    [MaxLength(MaximumTextLength)]
    public string? Description
    {
        get;
        init => field = value ?? string.Empty; // not called for an absent field, which stays null; a null that was sent becomes empty
    }

    /// <summary>Tags that replace the existing ones.</summary>
    [MaxLength(MaximumTags)]
    public IReadOnlyList<string>? Tags
    {
        get;
        init => field = value ?? [];
    }

    /// <summary>Adds an error for each invalid field.</summary>
    public void Check(InputErrors errors)
    {
        // PostgreSQL cannot store NUL characters.
        if (Description?.Length > MaximumTextLength || Description?.Contains('\0', StringComparison.Ordinal) == true)
            errors.Add(
                "description",
                $"description is longer than {MaximumTextLength} characters or holds a NUL; shorten it or remove the NUL"
            );
        if (Tags?.Count > MaximumTags)
            errors.Add("tags", $"there are {Tags.Count} tags; give at most {MaximumTags}");
        else if (Tags?.Any(tag => tag is null or { Length: 0 or > 100 } || tag.Contains('\0', StringComparison.Ordinal)) == true)
            errors.Add("tags", "a tag is empty, longer than 100 characters or holds a NUL; correct or remove it");
    }
}
