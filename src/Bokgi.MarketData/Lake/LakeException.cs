namespace Bokgi.MarketData.Lake;

/// <summary>The lake cannot do what was asked; the message names the file, relative to the lake's root, and the remedy.</summary>
public sealed class LakeException : Exception
{
    /// <summary>A failure of the given kind.</summary>
    /// <param name="kind">What kind of trouble it is.</param>
    /// <param name="message">One sentence for the user, without absolute paths.</param>
    /// <param name="cause">What was caught, if anything.</param>
    public LakeException(LakeErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>What kind of trouble it is.</summary>
    public LakeErrorKind Kind { get; }
}
