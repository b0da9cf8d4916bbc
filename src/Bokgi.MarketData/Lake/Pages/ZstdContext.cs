using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bokgi.MarketData.Lake.Pages;

/// <summary>
/// The zstd that ParquetSharp's library carries, with one context per thread: making one asks the processor what it can do, which takes
/// 20 microseconds on a virtual machine, and the general reader makes one for every page.
/// </summary>
internal sealed class ZstdContext : SafeHandleZeroOrMinusOneIsInvalid
{
    private const string Library = "ParquetSharpNative";

    [ThreadStatic]
    private static ZstdContext? ofThread;

    private ZstdContext(nint context)
        : base(ownsHandle: true) => SetHandle(context);

    /// <summary>Whether the library lets its zstd be called; without it only the general reader works.</summary>
    public static bool IsAvailable { get; } = CanCall();

    /// <summary>Unpacks a page whose size is known.</summary>
    /// <returns>Whether exactly that came out.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ofThread ??= new ZstdContext(ZSTD_createDCtx());
        if (ofThread.IsInvalid || source.IsEmpty || destination.IsEmpty)
            return false;
        var size = ZSTD_decompressDCtx(
            ofThread.handle,
            ref MemoryMarshal.GetReference(destination),
            (nuint)destination.Length,
            in MemoryMarshal.GetReference(source),
            (nuint)source.Length
        );
        return size == (nuint)destination.Length;
    }

    protected override bool ReleaseHandle() => ZSTD_freeDCtx(handle) == 0;

    private static bool CanCall()
    {
        try
        {
            using var context = new ZstdContext(ZSTD_createDCtx());
            return !context.IsInvalid;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ZSTD_createDCtx();

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_freeDCtx(nint context);

    [DllImport(Library, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_decompressDCtx(
        nint context,
        ref byte destination,
        nuint capacity,
        ref readonly byte source,
        nuint sourceSize
    );
}
