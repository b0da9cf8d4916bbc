using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Backtests;

/// <summary>What a person may change of a run; absent fields stay.</summary>
internal sealed record RunDescription(string? Description = null, IReadOnlyList<string>? Tags = null)
{
    private const int MaximumText = 2_000;
    private const char Nul = '\0';

    /// <summary>Checks what a person says of a run.</summary>
    public static void Check(string? description, IReadOnlyList<string?>? tags, InputErrors errors)
    {
        if (description?.Length > MaximumText || tags?.Sum(tag => (long)(tag?.Length ?? 0)) > MaximumText)
            errors.Add("description", $"description or tags are longer than {MaximumText} characters; shorten them");
        if (tags?.Any(string.IsNullOrWhiteSpace) == true)
            errors.Add("tags", "tags holds an empty one; leave it out");
        if (description?.Contains(Nul) == true || tags?.Any(tag => tag?.Contains(Nul) == true) == true)
            errors.Add("description", "description or tags hold the character U+0000, which no database keeps; leave it out");
    }
}
