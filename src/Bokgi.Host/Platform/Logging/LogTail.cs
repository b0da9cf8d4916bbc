namespace Bokgi.Host.Platform.Logging;

/// <summary>Reads the lines that any process adds to the files of the log folder after this object has been created.</summary>
internal sealed class LogTail : IDisposable
{
    private const byte LineFeed = (byte)'\n';

    private readonly LogFolder folder;
    private readonly Dictionary<string, Follower> followers = new(StringComparer.Ordinal);

    public LogTail(LogFolder folder)
    {
        this.folder = folder;
        foreach (var path in CurrentFiles())
            followers[path] = new Follower(path, startsAtEnd: true);
    }

    /// <summary>Reads the lines that were completed since the last call. They do not contain the line feed.</summary>
    public IReadOnlyList<byte[]> Read()
    {
        var lines = new List<byte[]>();
        foreach (var path in CurrentFiles())
        {
            if (!followers.TryGetValue(path, out var follower))
                followers[path] = follower = new Follower(path, startsAtEnd: false);
            follower.Read(lines);
        }

        return lines;
    }

    public void Dispose()
    {
        foreach (var follower in followers.Values)
            follower.Dispose();
    }

    private IEnumerable<string> CurrentFiles() => folder.Files().Where(path => LogFolder.Parse(path).Number == 0);

    private sealed class Follower : IDisposable
    {
        private readonly string path;
        private FileStream? file;
        private byte[] partialLine = []; // a line of which only the beginning has been written yet

        public Follower(string path, bool startsAtEnd)
        {
            this.path = path;
            Open();
            if (startsAtEnd && file is not null)
                file.Position = file.Length;
        }

        public void Read(List<byte[]> lines)
        {
            Open();
            if (file is null)
                return;
            // A new file has replaced this one if the file at the path is shorter than what has been read. Then the rest of the old file is
            // read first.
            var isReplaced = new FileInfo(path) is { Exists: true } currentFile && currentFile.Length < file.Position;
            ReadToEnd(lines);
            if (!isReplaced)
                return;
            file.Dispose();
            (file, partialLine) = (null, []);
            Open();
            ReadToEnd(lines);
        }

        public void Dispose() => file?.Dispose();

        private void Open()
        {
            try
            {
                file ??= new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The file is being replaced at this moment, or belongs to another user.
            }
        }

        private void ReadToEnd(List<byte[]> lines)
        {
            if (file is null || file.Length <= file.Position)
                return;
            var text = new byte[partialLine.Length + file.Length - file.Position];
            partialLine.CopyTo(text, 0);
            var count = file.ReadAtLeast(text.AsSpan(partialLine.Length), text.Length - partialLine.Length, throwOnEndOfStream: false);
            text = text[..(partialLine.Length + count)]; // the file may have been truncated meanwhile
            var begin = 0;
            while (text.AsSpan(begin).IndexOf(LineFeed) is >= 0 and var length)
            {
                lines.Add(text[begin..(begin + length)]);
                begin += length + 1;
            }

            partialLine = text[begin..];
        }
    }
}
