using System.Text.Json;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;
using Waggle.Cli.Inventory;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;

namespace Waggle.Cli.Selection;

/// <summary>Keys and values of a map as JSON, by its types where they are known and as bytes where not.</summary>
internal sealed class MapCodec
{
    private readonly KernelMap _map;
    private readonly MapTypes? _types;

    public MapCodec(KernelMap map) => (_map, _types) = (map, map.FindTypes());

    public KernelMap Map => _map;

    private bool IsPerCpu => _map.ValueBufferSizeInBytes != _map.ValueSizeInBytes
        || _map.Type is MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash or MapType.PerCpuCgroupStorageDeprecated;

    public void WriteKey(Utf8JsonWriter json, ReadOnlySpan<byte> key) => Write(json, key, _types?.KeyTypeId ?? 0);

    /// <summary>Writes a value, or <c>[{"cpu":0,"value":…},…]</c> where there is one for each CPU.</summary>
    public void WriteValue(Utf8JsonWriter json, ReadOnlySpan<byte> value)
    {
        if (!IsPerCpu)
        {
            Write(json, value, _types?.ValueTypeId ?? 0);
            return;
        }

        json.WriteStartArray();
        int stride = value.Length / PossibleCpus.Count;
        for (int cpu = 0; cpu < PossibleCpus.Count; cpu++)
        {
            json.WriteStartObject();
            json.WriteNumber("cpu", cpu);
            json.WritePropertyName("value");
            Write(json, value.Slice(cpu * stride, _map.ValueSizeInBytes), _types?.ValueTypeId ?? 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes "key" and "value", or "values" where there is one for each CPU, as bpftool does.</summary>
    public void WriteElement(Utf8JsonWriter json, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName("key");
        WriteKey(json, key);
        json.WritePropertyName(IsPerCpu ? "values" : "value");
        WriteValue(json, value);
    }

    public byte[] ParseKey(IReadOnlyList<string> words) => ValueText.Parse(words, _map.KeySizeInBytes, _types?.Types, _types?.KeyTypeId ?? 0, "key");

    /// <summary>Makes the value of what was typed; every CPU gets the same where there is one for each.</summary>
    public byte[] ParseValue(IReadOnlyList<string> words)
    {
        byte[] value = ValueText.Parse(words, _map.ValueSizeInBytes, _types?.Types, _types?.ValueTypeId ?? 0, "value");
        if (!IsPerCpu) return value;
        byte[] all = new byte[_map.ValueBufferSizeInBytes];
        for (int at = 0; at < all.Length; at += all.Length / PossibleCpus.Count) value.CopyTo(all, at);
        return all;
    }

    private void Write(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, int typeId)
    {
        if (_types is null || typeId == 0) BtfValueWriter.WriteBytes(json, bytes);
        else new BtfValueWriter(_types.Types, json).Write(typeId, bytes);
    }
}
