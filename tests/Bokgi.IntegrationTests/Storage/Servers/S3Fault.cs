namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>What goes wrong with a request.</summary>
/// <remarks>.NET's HttpClient asks again by itself, some times, when a connection ends before the answer begins: to be felt, such a fault must come often, say 20 times.</remarks>
public sealed record S3Fault
{
    private S3Fault() { }

    /// <summary>The server is too busy: 503 SlowDown.</summary>
    public static S3Fault SlowDown { get; } = new() { IsBusy = true };

    /// <summary>The work is done and the connection ends: in the middle of the answer's body, or before the answer if that has no body.</summary>
    public static S3Fault DropAnswer { get; } = new() { IsAnswerDropped = true };

    internal bool IsBusy { get; private init; }

    internal bool IsAnswerDropped { get; private init; }

    internal long CutAt { get; private init; } = long.MaxValue;

    internal long FlipAt { get; private init; } = -1;

    /// <summary>The connection ends when so many bytes of the uploaded content have come.</summary>
    public static S3Fault CutAfter(long bytes) => new() { CutAt = bytes };

    /// <summary>This byte of the content is changed on its way, up or down.</summary>
    public static S3Fault FlipByte(long position) => new() { FlipAt = position };
}
