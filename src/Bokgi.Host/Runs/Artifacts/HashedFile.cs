using Bokgi.Host.Storage;
using ParquetSharp;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>A file of a run on disk that is hashed while it is written.</summary>
internal sealed class HashedFile : IDisposable
{
    // Parquet writes pages and headers in small chunks.
    private const int BufferBytes = 1 << 16;

    private readonly FileStream file;
    private readonly HashedStream hashed;
    private readonly BufferedStream buffered;

    public HashedFile(string path, Column[] columns)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        hashed = new HashedStream(file);
        buffered = new BufferedStream(hashed, BufferBytes);
        Rows = new ArtifactFile(buffered, columns);
    }

    public ArtifactFile Rows { get; }

    /// <summary>Finishes the file and returns its SHA-256 in hexadecimal.</summary>
    public string Close()
    {
        Rows.Close();
        buffered.Flush();
        return hashed.Sha256();
    }

    // The buffer is not disposed, because that would retry writing what a failing disk rejected.
    public void Dispose()
    {
        Rows.Dispose();
        hashed.Dispose();
        file.Dispose();
    }
}
