namespace Bokgi.Host.Storage;

/// <summary>
/// How a file is divided for upload. Below 16 MiB it is sent whole, since a second request costs more than a retry; above, in parts of 8
/// MiB like the AWS command line, so that the ETags match. S3 requires parts of at least 5 MiB and at most 10,000 of them.
/// </summary>
internal static class UploadParts
{
    /// <summary>Files of at least this many bytes are uploaded in parts.</summary>
    public const long Threshold = 16 << 20;

    /// <summary>Bytes per part, unless the file is so large that it needs larger parts.</summary>
    public const long Size = 8 << 20;

    private const long Most = 10_000;

    /// <summary>Bytes in each part except the last.</summary>
    /// <param name="length">Size of the file in bytes.</param>
    /// <returns>0 if the file is uploaded in one request.</returns>
    public static long SizeFor(long length) => length < Threshold ? 0 : Math.Max(Size, (length + Most - 1) / Most);
}
