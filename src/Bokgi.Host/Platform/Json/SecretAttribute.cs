namespace Bokgi.Host.Platform.Json;

/// <summary>A field whose value no error message repeats.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
