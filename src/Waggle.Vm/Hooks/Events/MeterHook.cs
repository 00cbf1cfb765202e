using System.Diagnostics.Metrics;
using System.Numerics;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Runs programs where instruments of a meter measure. Programs in <c>SEC("measurement")</c>.</summary>
public sealed class MeterHook : EventHook<MeasurementEvent>
{
    private const double BillionthsPerUnit = 1e9;

    private readonly MeterListener _listener;

    /// <summary>Starts listening.</summary>
    /// <param name="engine">Where the programs run.</param>
    /// <param name="meter">Name of the <see cref="Meter"/>, such as "Microsoft.AspNetCore.Hosting".</param>
    /// <param name="instrument">Name of the instrument, such as "http.server.request.duration"; null for all of the meter.</param>
    public MeterHook(VmEngine engine, string meter, string? instrument = null) : base(engine, "measurement")
    {
        ArgumentNullException.ThrowIfNull(meter);
        _listener = new MeterListener
        {
            InstrumentPublished = (published, listener) =>
            {
                if (published.Meter.Name == meter && (instrument is null || published.Name == instrument))
                    listener.EnableMeasurementEvents(published, new Names(published));
            },
        };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _listener.Start();
    }

    /// <summary>Has the observable instruments measure now, which they do only when they are asked.</summary>
    /// <remarks>What their callbacks throw comes to the caller.</remarks>
    public void Observe() => _listener.RecordObservableInstruments();

    private protected override void StopListening() => _listener.Dispose();

    private void Listen<T>() where T : struct, INumber<T> =>
        _listener.SetMeasurementEventCallback<T>((_, value, tags, state) => Deliver(new Measurement<T>((Names)state!, value, tags), Fill));

    private static void Fill<T>(in Measurement<T> measurement, ref MeasurementEvent e) where T : struct, INumber<T>
    {
        e = measurement.Names.Template;
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(decimal))
        {
            double value = double.CreateSaturating(measurement.Value);
            (e.IsReal, e.Value) = (1, BitConverter.DoubleToInt64Bits(value));
            e.Billionths = (long)Math.Round(value * BillionthsPerUnit); // C# saturates, and makes 0 of what is no number
        }
        else
        {
            e.Value = long.CreateChecked(measurement.Value);
            e.Billionths = (long)Int128.Clamp((Int128)e.Value * (long)BillionthsPerUnit, long.MinValue, long.MaxValue);
        }

        EventFieldWriter tags = new(ref e.Tags);
        foreach (ref readonly KeyValuePair<string, object?> tag in measurement.Tags) tags.Add(tag.Key, tag.Value);
    }

    private readonly ref struct Measurement<T>(Names names, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        public Names Names { get; } = names;

        public T Value { get; } = value;

        public ReadOnlySpan<KeyValuePair<string, object?>> Tags { get; } = tags;
    }

    /// <summary>What is the same for all measurements of an instrument.</summary>
    private sealed class Names
    {
        private readonly MeasurementEvent _template;

        public Names(Instrument instrument)
        {
            _template.Meter.Set(instrument.Meter.Name);
            _template.Instrument.Set(instrument.Name);
            _template.Unit.Set(instrument.Unit);
        }

        public ref readonly MeasurementEvent Template => ref _template;
    }
}
