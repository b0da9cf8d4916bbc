using Bokgi.Host.Platform.Settings;

namespace Bokgi.Host.Platform.Bodies;

/// <summary>How large a body a route reads. A route that declares nothing reads a small one.</summary>
/// <param name="BytesOf">The limit under the server's settings.</param>
internal sealed record BodyLimit(Func<HostSettings, long> BytesOf)
{
    /// <summary>A key: anyone may send it.</summary>
    public static BodyLimit Session { get; } = new(_ => 4 << 10);

    /// <summary>A few fields.</summary>
    public static BodyLimit Small { get; } = new(settings => Math.Min(64 << 10, settings.MaxBodyBytes));

    /// <summary>Lists of symbols or parameters, or source text.</summary>
    public static BodyLimit Large { get; } = new(settings => settings.MaxBodyBytes);

    /// <summary>A small form, which the framework reads into texts.</summary>
    public static BodyLimit Form { get; } = Small with { HeldPerByte = 4 };

    /// <summary>What a route that does not read by JsonBody holds in memory for each byte of its body, 0 if it stores them as they come; null for the others.</summary>
    public int? HeldPerByte { get; init; }

    /// <summary>What the route of a request has declared.</summary>
    public static BodyLimit Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? Small;
}
