using Bokgi.Host.Storage;
using ParquetSharp;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>A file of a run on disk, which is hashed while it is written.</summary>
internal sealed class HashedFile : IDisposable
{
    // Parquet writes a page and what stands before it in small pieces.
    private const int BufferBytes = 1 << 16;

    private readonly FileStream file;
    private readonly HashedStream hashed;
    private readonly BufferedStream buffered;

    /// <param name="path">Where it goes; a file that an earlier pass of the run left there is written over.</param>
    /// <param name="columns">Its columns.</param>
    public HashedFile(string path, Column[] columns)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        hashed = new HashedStream(file);
        buffered = new BufferedStream(hashed, BufferBytes);
        Rows = new ArtifactFile(buffered, columns);
    }

    /// <summary>What is written.</summary>
    public ArtifactFile Rows { get; }

    /// <summary>Finishes the file.</summary>
    /// <returns>Its SHA-256 in hexadecimal digits.</returns>
    public string Close()
    {
        Rows.Close();
        buffered.Flush();
        return hashed.Sha256();
    }

    // The buffer is left alone: it would write what a failed disk did not take.
    public void Dispose()
    {
        Rows.Dispose();
        hashed.Dispose();
        file.Dispose();
    }
}
