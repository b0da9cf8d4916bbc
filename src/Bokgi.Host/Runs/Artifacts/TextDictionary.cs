using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The distinct values of a text column in pinned memory, so that each row needs only a pointer instead of a string.</summary>
internal sealed class TextDictionary
{
    private readonly byte[] bytes;
    private readonly ByteArray[] texts;

    public TextDictionary(params IReadOnlyList<string> texts)
    {
        bytes = GC.AllocateUninitializedArray<byte>(texts.Sum(Encoding.UTF8.GetByteCount), pinned: true);
        this.texts = new ByteArray[texts.Count];
        var from = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            var length = Encoding.UTF8.GetBytes(texts[i], bytes.AsSpan(from));
            this.texts[i] = new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, from), length);
            from += length;
        }
    }

    /// <summary>The text at an index; valid as long as this object is reachable.</summary>
    public ByteArray this[int index] => texts[index];
}
