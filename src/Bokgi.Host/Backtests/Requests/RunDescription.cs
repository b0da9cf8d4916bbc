using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Backtests.Requests;

/// <summary>What a person may say of a run; absent fields stay.</summary>
internal sealed record RunDescription(string? Description = null, IReadOnlyList<string>? Tags = null)
{
    private const int MaximumText = 2_000;
    private const int MaximumTags = 50;

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
