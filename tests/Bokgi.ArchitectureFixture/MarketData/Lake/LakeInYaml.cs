using YamlDotNet.Serialization;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: uses a package that MarketData may not use.</summary>
internal static class LakeInYaml
{
    public static string Write(object content) => new SerializerBuilder().Build().Serialize(content);
}
