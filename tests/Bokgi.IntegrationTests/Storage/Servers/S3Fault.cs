namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A fault to inject into a request.</summary>
/// <remarks>
/// When a connection ends before the response begins, .NET's HttpClient itself retries several times. A fault that does this must be
/// injected more often, for example 20 times, to have an effect.
/// </remarks>
public sealed record S3Fault
{
    private S3Fault() { }

    /// <summary>The server is too busy: 503 SlowDown.</summary>
    public static S3Fault SlowDown { get; } = new() { IsSlowDown = true };

    /// <summary>
    /// The request is executed, but the connection ends in the middle of the response body. If the response has no body, the connection ends
    /// before the response.
    /// </summary>
    public static S3Fault CutResponse { get; } = new() { CutsResponse = true };

    internal bool IsSlowDown { get; private init; }

    internal bool CutsResponse { get; private init; }

    /// <summary>After how many bytes of the uploaded content the connection ends.</summary>
    internal long CutAt { get; private init; } = long.MaxValue;

    /// <summary>The position of the byte to change in the content; -1 for none.</summary>
    internal long FlipAt { get; private init; } = -1;

    /// <summary>The connection ends after this many bytes of the uploaded content.</summary>
    public static S3Fault CutAfter(long bytes) => new() { CutAt = bytes };

    /// <summary>The byte at this position of the content is changed in transit, in an upload or a download.</summary>
    public static S3Fault FlipByte(long position) => new() { FlipAt = position };
}
