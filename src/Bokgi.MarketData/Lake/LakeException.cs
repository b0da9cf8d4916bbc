namespace Bokgi.MarketData.Lake;

/// <summary>The lake cannot carry out a request; the message names the file, relative to the lake's root, and the remedy.</summary>
public sealed class LakeException : Exception
{
    /// <summary>Creates an error of the given kind.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">One sentence for the user, without absolute paths.</param>
    /// <param name="cause">The exception that caused it, if any.</param>
    public LakeException(LakeErrorKind kind, string message, Exception? cause = null)
        : base(message, cause) => Kind = kind;

    /// <summary>The kind of error.</summary>
    public LakeErrorKind Kind { get; }
}
