namespace Bokgi.Host.Storage;

/// <summary>
/// How a file is divided for upload. Below 16 MiB it is sent in one request: sending the whole file again after a failure costs
/// less than the extra requests of a multipart upload. Larger files are sent in parts of 8 MiB, as the AWS command line does, so that the
/// ETags match. S3 requires parts of at least 5 MiB and at most 10,000 of them.
/// </summary>
internal static class UploadParts
{
    private const long Threshold = 16 << 20;
    private const long DefaultPartSize = 8 << 20;
    private const long MaximumParts = 10_000;

    /// <summary>Bytes in each part except the last; 0 if the file is uploaded in one request.</summary>
    public static long SizeFor(long length) =>
        length < Threshold ? 0 : Math.Max(DefaultPartSize, (length + MaximumParts - 1) / MaximumParts);
}
