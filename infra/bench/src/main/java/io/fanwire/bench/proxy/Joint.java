package io.fanwire.bench.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One end of a proxied connection: what it reads it passes to the other end, as the weather allows. Confined to the event loop. */
final class Joint extends ChannelInboundHandlerAdapter {
    private static final SplittableRandom LUCK = new SplittableRandom();

    private final Channel other;
    private final FaultProxy.Conditions conditions;
    private long freeAt = System.nanoTime();

    private Joint(Channel other, FaultProxy.Conditions conditions) {
        this.other = other;
        this.conditions = conditions;
    }

    /** Connects onwards and joins the two. */
    static void join(Channel accepted, Bootstrap outwards, FaultProxy.Conditions conditions) {
        if (conditions.weather().refuse()) {
            reset(accepted);
            return;
        }
        outwards.clone().handler(new ChannelInboundHandlerAdapter()).connect().addListener((ChannelFutureListener)
                done -> {
                    if (!done.isSuccess()) {
                        reset(accepted);
                        return;
                    }
                    Channel onwards = done.channel();
                    onwards.pipeline().addLast(new Joint(accepted, conditions));
                    accepted.pipeline().addLast(new Joint(onwards, conditions));
                    onwards.read();
                    accepted.read();
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Weather weather = conditions.weather();
        if (weather.blackhole()) {
            ReferenceCountUtil.release(message);
            ctx.read();
        } else if (weather.reset() > 0 && LUCK.nextDouble() < weather.reset()) {
            ReferenceCountUtil.release(message);
            reset(ctx.channel());
            reset(other);
        } else {
            pass(ctx, (ByteBuf) message, weather);
        }
    }

    /** In order: no piece overtakes the one before. */
    private void pass(ChannelHandlerContext ctx, ByteBuf piece, Weather weather) {
        long now = System.nanoTime();
        long delay =
                weather.delay(LUCK.nextDouble(-1, 1), piece.readableBytes()).toNanos();
        if (delay == 0 && freeAt <= now) {
            write(ctx, piece);
            return;
        }
        freeAt = Math.max(freeAt, now + delay);
        var unused = ctx.executor().schedule(() -> write(ctx, piece), freeAt - now, TimeUnit.NANOSECONDS);
    }

    private void write(ChannelHandlerContext ctx, ByteBuf piece) {
        other.writeAndFlush(piece).addListener(done -> {
            if (done.isSuccess()) {
                ctx.read();
            } else {
                ctx.close();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!conditions.weather().halfOpen() && !conditions.weather().blackhole()) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void reset(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
