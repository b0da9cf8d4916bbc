namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A fault to inject into a request.</summary>
/// <remarks>
/// .NET's HttpClient itself retries several times when a connection ends before the answer begins. Such a fault must be repeated, say 20
/// times, to have an effect.
/// </remarks>
public sealed record S3Fault
{
    private S3Fault() { }

    /// <summary>The server is too busy: 503 SlowDown.</summary>
    public static S3Fault SlowDown { get; } = new() { IsBusy = true };

    /// <summary>
    /// The request is carried out and then the connection ends: in the middle of the answer's body, or before the answer if it has no body.
    /// </summary>
    public static S3Fault DropAnswer { get; } = new() { IsAnswerDropped = true };

    internal bool IsBusy { get; private init; }

    internal bool IsAnswerDropped { get; private init; }

    internal long CutAt { get; private init; } = long.MaxValue;

    internal long FlipAt { get; private init; } = -1;

    /// <summary>The connection ends after this many bytes of the uploaded content.</summary>
    public static S3Fault CutAfter(long bytes) => new() { CutAt = bytes };

    /// <summary>This byte of the content is changed in transit, up or down.</summary>
    public static S3Fault FlipByte(long position) => new() { FlipAt = position };
}
