using Bokgi.Host.Platform.Logging;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Reads the lines of a log file backwards, newest first, in blocks, so that the newest lines of a large file cost little.</summary>
internal sealed class LogFileReader(string path)
{
    private const int BlockBytes = 65_536;
    private const byte LineFeed = (byte)'\n';

    private readonly string process = LogFolder.Parse(path).Process;

    /// <summary>The complete lines. A line that has been written only in part is not valid JSON and is left out.</summary>
    public IEnumerable<LogLineDocument> ReadNewestFirst()
    {
        using var file = TryOpen();
        if (file is null)
            yield break;
        var position = file.Length;
        var lineTail = Array.Empty<byte>(); // the end of a line that begins in an earlier block of the file
        while (position > 0)
        {
            var count = (int)Math.Min(BlockBytes, position);
            var block = new byte[count + lineTail.Length];
            position -= count;
            file.Position = position;
            if (file.ReadAtLeast(block.AsSpan(0, count), count, throwOnEndOfStream: false) < count)
                yield break; // the file became shorter: the process that writes it removed a line that it could not finish
            lineTail.CopyTo(block, count);
            var end = block.Length;
            while (true)
            {
                var start = block.AsSpan(0, end - 1).LastIndexOf(LineFeed) + 1;
                if (start == 0)
                    break; // this line may begin in an earlier block
                if (LogLineDocument.Read(block.AsSpan(start, end - start), process) is { } line)
                    yield return line;
                end = start;
            }

            lineTail = block[..end];
        }

        if (LogLineDocument.Read(lineTail, process) is { } firstLine)
            yield return firstLine;
    }

    // The file may have been deleted since it was listed, or belong to another user.
    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
