namespace Bokgi.Host.Storage;

/// <summary>
/// How a file is cut to be sent: below 16 MiB not at all, since a second request costs more than a repetition would; above into 8 MiB, as
/// the AWS command line does, so that its ETags are the same. A part is at least 5 MiB by S3's rules, and there are at most 10,000.
/// </summary>
internal static class UploadParts
{
    /// <summary>Files of at least so many bytes are sent in parts.</summary>
    public const long Threshold = 16 << 20;

    /// <summary>Bytes in a part, as a rule.</summary>
    public const long Size = 8 << 20;

    private const long Most = 10_000;

    /// <summary>Bytes in each part but the last of a file.</summary>
    /// <param name="length">Bytes of the file.</param>
    /// <returns>0 when it is sent at once.</returns>
    public static long SizeFor(long length) => length < Threshold ? 0 : Math.Max(Size, (length + Most - 1) / Most);
}
